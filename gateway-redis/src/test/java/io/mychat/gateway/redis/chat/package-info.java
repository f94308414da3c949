/** Tests of messages on real Redis servers. Entry point: {@link io.mychat.gateway.redis.chat.Node}, one gateway's store. */
@NullMarked
package io.mychat.gateway.redis.chat;

import org.jspecify.annotations.NullMarked;
