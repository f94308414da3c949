/** Real gateways with a host's endpoints on their port, and clients that are not ours. */
package io.mychat.gateway.tyrus;
