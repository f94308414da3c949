package io.mychat.gateway.spring.security;

import io.mychat.gateway.transport.jakarta.JakartaMount;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The requests that the container gives to the servlets of the gateway, whatever their path and port are. */
final class GatewayRequests implements RequestMatcher {

    private static final Set<String> SERVLETS =
            Set.of(JakartaMount.WEBSOCKET_SERVLET, JakartaMount.API_SERVLET, JakartaMount.MANAGEMENT_SERVLET);

    @Override
    public boolean matches(HttpServletRequest request) {
        String servlet = request.getHttpServletMapping().getServletName();
        return servlet != null && SERVLETS.contains(servlet);
    }

    @Override
    public String toString() {
        return "requests of the gateway, which has its own authentication";
    }
}
