package io.mychat.gateway.core.inbox;

import io.mychat.gateway.spi.chat.InboxEntry;

/** An entry that has arrived in a feed's inbox. */
record InboxArrival(String epoch, InboxEntry entry) {}
