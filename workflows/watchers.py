"""Those who look around beside the workers: for what was forgotten, is due, in doubt or old, and for what has happened.

Every worker process has one of each. They take turns by what is in the database, so several of them do no harm.
"""

from collections.abc import Sequence

import httpx

from workflows.bulk import BulkStarter, Pace
from workflows.canaries import CanaryWatch
from workflows.channel_cache import ChannelCache
from workflows.client import Conversations
from workflows.dates import DateWatch
from workflows.flow_cache import FlowCache
from workflows.housekeeping import Housekeeper
from workflows.listening import TriggerListener
from workflows.parts import Parts
from workflows.publishing import Publisher
from workflows.reconciler import Reconciler
from workflows.rounds import Watcher
from workflows.schedules import Scheduler
from workflows.segmenting import SegmentKeeper, SegmentSweeper
from workflows.spawning import Spawner
from workflows.sweeper import Sweeper
from workflows.telling import Listener, Teller
from workflows.webhooks import WebhookSender


def watchers(
    parts: Parts, channels: ChannelCache, provider_http: httpx.AsyncClient, webhook_http: httpx.AsyncClient
) -> Sequence[Watcher]:
    store, settings, conversations = parts.store, parts.settings, Conversations(parts.client)
    flows, triggers = FlowCache(parts.node_types, settings.cached_flows), TriggerListener(parts.node_types)
    listeners: tuple[Listener, ...] = (SegmentKeeper(), triggers, Spawner(flows), Publisher())
    return (
        Sweeper(store, conversations, settings.sweep_every),
        Housekeeper(store, settings.keep_webhooks),
        CanaryWatch(store),
        Teller(store, conversations, listeners),
        SegmentSweeper(store),
        DateWatch(store, conversations, triggers),
        BulkStarter(store, conversations, flows, Pace(settings.bulk_per_second, settings.bulk_in_line)),
        Scheduler(store, settings.schedule_look_back),
        Reconciler(store, channels, provider_http, conversations, settings.deliver_for),
        WebhookSender(store, parts.vault, webhook_http),
    )
