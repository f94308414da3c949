package io.mychat.gateway.transport.jakarta;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler;
import org.jspecify.annotations.NullUnmarked;

/**
 * Lets Tyrus write in Tomcat: it asks the output whether it is ready before it registers a listener, which Payara takes and
 * Tomcat does not. Here the output is always ready, and
 * blocks: the suites of slow readers do not run in this container.
 */
final class TyrusWrites extends HttpFilter {

    private static final long serialVersionUID = 1;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
                            throws IOException, ServletException {
                        TyrusHttpUpgradeHandler tyrus = new TyrusHttpUpgradeHandler();
                        super.upgrade(Upgraded.class).tyrus = tyrus;
                        return type.cast(tyrus);
                    }
                },
                response);
    }

    /** Made by Tomcat. */
    @NullUnmarked
    public static final class Upgraded implements HttpUpgradeHandler {

        private TyrusHttpUpgradeHandler tyrus;

        @Override
        public void init(WebConnection connection) {
            tyrus.init(new ReadyConnection(connection));
        }

        @Override
        public void destroy() {
            tyrus.destroy();
        }
    }

    private record ReadyConnection(WebConnection connection) implements WebConnection {

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return connection.getInputStream();
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return new ReadyOutput(connection.getOutputStream());
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    private static final class ReadyOutput extends ServletOutputStream {

        private final ServletOutputStream output;

        ReadyOutput(ServletOutputStream output) {
            this.output = output;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("an output that is always ready needs no listener");
        }

        @Override
        public void write(int single) throws IOException {
            output.write(single);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            output.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            output.flush();
        }
    }
}
