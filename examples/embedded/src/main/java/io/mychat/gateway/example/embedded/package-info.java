/** A host application with a gateway inside. Entry point: {@link io.mychat.gateway.example.embedded.EmbeddedGateway}. */
@NullMarked
package io.mychat.gateway.example.embedded;

import org.jspecify.annotations.NullMarked;
