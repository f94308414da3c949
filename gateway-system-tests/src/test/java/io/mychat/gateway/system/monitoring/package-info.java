/** The files for Prometheus and Grafana, compared with what gateways tell and with the documents. */
@NullMarked
package io.mychat.gateway.system.monitoring;

import org.jspecify.annotations.NullMarked;
