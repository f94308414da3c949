/** The gateway as a program. Entry point: {@link io.mychat.gateway.standalone.GatewayCommand}. */
@NullMarked
package io.mychat.gateway.standalone;

import org.jspecify.annotations.NullMarked;
