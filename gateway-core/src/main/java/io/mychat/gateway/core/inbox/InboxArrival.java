package io.mychat.gateway.core.inbox;

import io.mychat.gateway.spi.chat.InboxEntry;

/** What a feed was told has arrived. */
record InboxArrival(String epoch, InboxEntry entry) {}
