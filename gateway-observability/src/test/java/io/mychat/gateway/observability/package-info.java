/** Tests with the registries of Micrometer and the SDK of OpenTelemetry. */
@NullMarked
package io.mychat.gateway.observability;

import org.jspecify.annotations.NullMarked;
