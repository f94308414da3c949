/**
 * Messages of back-ends to people who are connected: pushed once for each key, stored nowhere. Neighbours: {@link
 * io.mychat.gateway.core.cluster} carries them, {@link io.mychat.gateway.core.http} lets back-ends in. Entry point: {@link
 * io.mychat.gateway.core.push.PushService}.
 */
@NullMarked
package io.mychat.gateway.core.push;

import org.jspecify.annotations.NullMarked;
