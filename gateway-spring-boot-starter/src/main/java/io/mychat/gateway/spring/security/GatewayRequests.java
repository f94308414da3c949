package io.mychat.gateway.spring.security;

import io.mychat.gateway.transport.jakarta.JakartaMount;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The requests that the container gives to the servlets of the gateway, whatever their path is. */
final class GatewayRequests implements RequestMatcher {

    @Override
    public boolean matches(HttpServletRequest request) {
        String servlet = request.getHttpServletMapping().getServletName();
        return JakartaMount.WEBSOCKET_SERVLET.equals(servlet) || JakartaMount.API_SERVLET.equals(servlet);
    }

    @Override
    public String toString() {
        return "requests of the gateway, which has its own authentication";
    }
}
