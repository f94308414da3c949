package io.mychat.gateway.transport.common.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TlsLibraryTest {

    @Test
    void boringSslLoadsHere() {
        assertThat(TlsLibrary.BORINGSSL.fault()).isEmpty();
        assertThat(TlsLibrary.BORINGSSL.ciphers())
                .containsAll(TlsLibrary.BORINGSSL.ciphersAlwaysServed())
                .containsAll(TlsSettings.INTERMEDIATE);
    }

    @Test
    void withoutNettyTheFaultSaysWhatIsMissing() throws Exception {
        assertThat(faultWithout("netty-handler", "netty-tcnative"))
                .isEqualTo("netty-handler and netty-tcnative-boringssl-static have to be on the class path");
    }

    @Test
    void withoutTheNativePartTheFaultSaysSo() throws Exception {
        assertThat(faultWithout("netty-tcnative-boringssl-static")).startsWith("the native library does not load: ");
    }

    /** The same code in an application that lacks these jars. */
    private static String faultWithout(String... jars) throws Exception {
        URL[] others = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of(jars).noneMatch(entry::contains))
                .map(TlsLibraryTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(others, ClassLoader.getPlatformClassLoader())) {
            Class<?> library = loader.loadClass(TlsLibrary.class.getName());
            var fault = library.getDeclaredMethod("fault");
            fault.setAccessible(true);
            var named = library.getMethod("valueOf", String.class);
            Object said = fault.invoke(named.invoke(null, TlsLibrary.BORINGSSL.name()));
            return (String) ((Optional<?>) said).orElseThrow();
        }
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
