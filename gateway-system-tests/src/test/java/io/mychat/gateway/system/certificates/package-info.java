/** Certificates of a running gateway: renewal. */
@NullMarked
package io.mychat.gateway.system.certificates;

import org.jspecify.annotations.NullMarked;
