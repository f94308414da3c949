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
import java.lang.reflect.Field;
import java.util.function.Consumer;
import org.apache.coyote.http11.upgrade.UpgradeServletOutputStream;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.glassfish.tyrus.servlet.TyrusHttpUpgradeHandler;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * Lets Tyrus write in Tomcat as it does in Payara: it asks the output whether it is ready before it registers a listener,
 * flushes an output that is not ready, and closes on any thread. Tomcat refuses the first two and overlooks the third. Its
 * output never blocks here.
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
            try {
                new Output(connection.getOutputStream())
                        .listen(output -> tyrus.init(new ListeningConnection(connection, output)));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void destroy() {
            tyrus.destroy();
        }
    }

    private record ListeningConnection(WebConnection connection, Output output) implements WebConnection {

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return connection.getInputStream();
        }

        @Override
        public ServletOutputStream getOutputStream() {
            return output;
        }

        @Override
        public void close() throws Exception {
            connection.close();
            output.wakeContainer();
        }
    }

    /** Listens to Tomcat's output from the beginning, and hands on to Tyrus's listener what it hears. */
    private static final class Output extends ServletOutputStream implements WriteListener {

        private final ServletOutputStream output;
        private volatile @Nullable Consumer<Output> start;
        private volatile @Nullable WriteListener tyrus;

        Output(ServletOutputStream output) {
            this.output = output;
        }

        /** Tomcat's output is not ready before its first call. */
        void listen(Consumer<Output> whenReady) {
            start = whenReady;
            output.setWriteListener(this);
        }

        /** Tomcat sees closed streams at the next event of the socket, which may never come when another thread closed them. */
        void wakeContainer() throws ReflectiveOperationException {
            Field socket = UpgradeServletOutputStream.class.getDeclaredField("socketWrapper");
            socket.setAccessible(true);
            ((SocketWrapperBase<?>) socket.get(output)).registerWriteInterest();
        }

        @Override
        public boolean isReady() {
            return output.isReady();
        }

        /** It may have become ready before Tyrus could listen. */
        @Override
        public void setWriteListener(WriteListener listener) {
            tyrus = listener;
            onWritePossible();
        }

        @Override
        public void onWritePossible() {
            Consumer<Output> first = start;
            if (first != null) {
                start = null;
                first.accept(this);
            }
            WriteListener listener = tyrus;
            if (listener != null) {
                try {
                    listener.onWritePossible();
                } catch (IOException e) {
                    listener.onError(e);
                }
            }
        }

        @Override
        public void onError(Throwable cause) {
            WriteListener listener = tyrus;
            if (listener != null) {
                listener.onError(cause);
            }
        }

        @Override
        public void write(int single) throws IOException {
            output.write(single);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            output.write(bytes, offset, length);
        }

        /** Tomcat flushes by itself what the socket has not taken. */
        @Override
        public void flush() throws IOException {
            if (output.isReady()) {
                output.flush();
            }
        }
    }
}
