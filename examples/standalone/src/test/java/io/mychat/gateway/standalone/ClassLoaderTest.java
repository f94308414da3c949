package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where modules are looked for: in an executable jar, and in a fat jar whose build forgot the service files. */
class ClassLoaderTest {

    private static final String SECRET = "a secret of this test, and long enough";

    @Test
    void modulesAreFoundOnAThreadWhoseContextClassLoaderSeesNone() throws Exception {
        try (Isolated jar = new Isolated(false)) {
            // As on a thread of the common pool of a program that an executable jar's own loader has loaded.
            assertThat(jar.check(ClassLoader.getPlatformClassLoader()))
                    .noneSatisfy(warning -> assertThat(warning).contains("there is no"));
            assertThat(jar.check(null)).isNotNull();
        }
    }

    @Test
    void modulesThatBothLoadersFindTakePartOnce() throws Exception {
        try (Isolated jar = new Isolated(false)) {
            assertThat(jar.check(jar)).isNotNull();
        }
    }

    @Test
    void anotherProgramsModulesAreLeftAlone() throws Exception {
        try (Isolated jar = new Isolated(false)) {
            // This test's own loader has the same modules, of another SPI.
            assertThat(jar.check(getClass().getClassLoader())).isNotNull();
        }
    }

    @Test
    void aFatJarWithoutTheServiceFilesIsToldSo() throws Exception {
        try (Isolated jar = new Isolated(true)) {
            assertThatThrownBy(() -> jar.check(jar))
                    .hasMessageContaining("$.auth.jwt_secret")
                    .hasMessageContaining("$.redis")
                    .hasMessageContaining("gateway-auth is on the class path and not registered")
                    .hasMessageContaining("gateway-redis is on the class path and not registered")
                    .hasMessageContaining("META-INF/services/io.mychat.gateway.spi.ModuleProvider was overwritten")
                    .message()
                    .doesNotContain("add io.mychat.gateway");
        }
    }

    /** The class path of this test once more, as another program has it. */
    private static final class Isolated extends URLClassLoader {

        private final boolean withoutServices;

        Isolated(boolean withoutServices) {
            super(classPath(), ClassLoader.getPlatformClassLoader());
            this.withoutServices = withoutServices;
        }

        private static URL[] classPath() {
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(Isolated::url)
                    .toArray(URL[]::new);
        }

        private static URL url(String entry) {
            try {
                return new File(entry).toURI().toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException(entry, e);
            }
        }

        @Override
        public Enumeration<URL> findResources(String name) throws IOException {
            return withoutServices && name.startsWith("META-INF/services/io.mychat")
                    ? Collections.emptyEnumeration()
                    : super.findResources(name);
        }

        /** Checks a configuration there, on a thread with that context class loader. */
        List<String> check(@Nullable ClassLoader context) throws Exception {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(context);
            try {
                Class<?> server = loadClass("io.mychat.gateway.core.GatewayServer");
                Object builder = server.getMethod("builder").invoke(null);
                Class<?> type = builder.getClass();
                var setting = type.getMethod("setting", String.class, Object.class);
                setting.invoke(builder, "auth.jwt_secret", SECRET);
                setting.invoke(builder, "redis.host", "127.0.0.1");
                setting.invoke(builder, "server.websocket_port", 0);
                setting.invoke(builder, "server.http_port", 0);
                List<?> warnings = (List<?>) type.getMethod("check").invoke(builder);
                return warnings.stream().map(Object::toString).toList();
            } catch (InvocationTargetException e) {
                throw (Exception) e.getCause();
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }
}
