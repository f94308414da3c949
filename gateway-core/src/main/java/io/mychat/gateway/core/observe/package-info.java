/**
 * What people see of a running gateway: counters and the last minute, health, the audit log, the text that Prometheus reads.
 * Entry points: {@link io.mychat.gateway.core.observe.Counters}, which other rooms write to, {@link
 * io.mychat.gateway.core.observe.Health} and {@link io.mychat.gateway.core.observe.MetricRegistry}, which the HTTP API reads.
 */
@NullMarked
package io.mychat.gateway.core.observe;

import org.jspecify.annotations.NullMarked;
