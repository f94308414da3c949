package io.mychat.gateway.system.embedding;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.security.Security;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.logging.Handler;
import java.util.logging.Logger;
import javax.management.ObjectName;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.slf4j.LoggerFactory;

/** What a whole JVM has one of, by name. */
final class GlobalState {

    private GlobalState() {}

    static Map<String, Object> now() throws Exception {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("time zone", TimeZone.getDefault()); // the JDK notes it in a property
        TreeMap<Object, Object> properties = new TreeMap<>(System.getProperties());
        properties.remove("sun.nio.ch.bugLevel"); // XNIO gives it its default
        all.put("system properties", properties);
        all.put("locale", Locale.getDefault());
        all.put("SSLContext", identity(SSLContext.getDefault()));
        all.put("HTTPS socket factory", identity(HttpsURLConnection.getDefaultSSLSocketFactory()));
        all.put("HTTPS host names", identity(HttpsURLConnection.getDefaultHostnameVerifier()));
        all.put("security providers", Arrays.toString(Security.getProviders()));
        all.put("security properties", Security.getProperty("networkaddress.cache.ttl"));
        all.put("URL handlers", staticField(java.net.URL.class, "factory"));
        all.put("shutdown hooks", shutdownHooks());
        all.put("JMX names", jmxNames());
        all.put("uncaught exceptions", identity(Thread.getDefaultUncaughtExceptionHandler()));
        all.put("authenticator", identity(Authenticator.getDefault()));
        all.put("cookies", identity(CookieHandler.getDefault()));
        all.put("proxies", identity(ProxySelector.getDefault()));
        all.put("standard output", identity(System.out) + identity(System.err) + identity(System.in));
        Logger root = Logger.getLogger("");
        all.put("java.util.logging", root.getLevel() + handlers(root));
        all.put("SLF4J", identity(LoggerFactory.getILoggerFactory()) + logback());
        return all;
    }

    /** XNIO has names of its own while its threads run, and one for itself. */
    private static Set<String> jmxNames() {
        TreeSet<String> names = new TreeSet<>();
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(null, null)) {
            if (!name.getDomain().equals("org.xnio") && !name.getDomain().equals("jboss.threads")) {
                names.add(name.toString());
            }
        }
        return names;
    }

    /** The JMX names of the I/O threads of gateways. */
    static Set<String> jmxNamesOfWorkers() {
        TreeSet<String> names = new TreeSet<>();
        for (ObjectName name : ManagementFactory.getPlatformMBeanServer().queryNames(null, null)) {
            if (name.toString().contains("mychat")) {
                names.add(name.toString());
            }
        }
        return names;
    }

    private static String identity(Object one) {
        return one == null ? "none" : one.getClass().getName() + "@" + System.identityHashCode(one);
    }

    private static String handlers(Logger logger) {
        StringBuilder all = new StringBuilder();
        for (Handler handler : logger.getHandlers()) {
            all.append(identity(handler)).append(handler.getLevel());
        }
        return all.toString();
    }

    /** Levels and appenders of the root, where Logback is the back-end. */
    private static String logback() {
        return LoggerFactory.getLogger("ROOT") instanceof ch.qos.logback.classic.Logger root
                ? root.getLevel() + String.valueOf(appenders(root))
                : "";
    }

    private static Set<String> appenders(ch.qos.logback.classic.Logger root) {
        TreeSet<String> names = new TreeSet<>();
        root.iteratorForAppenders().forEachRemaining(appender -> names.add(identity(appender)));
        return names;
    }

    private static Object shutdownHooks() throws ReflectiveOperationException {
        Map<?, ?> hooks = (Map<?, ?>) staticField(Class.forName("java.lang.ApplicationShutdownHooks"), "hooks");
        TreeSet<String> names = new TreeSet<>();
        hooks.keySet().forEach(hook -> names.add(((Thread) hook).getName() + " " + identity(hook)));
        return names;
    }

    /** Read past the modules of the JDK, which opens these fields to nobody; by reflection, because javac warns of Unsafe. */
    private static Object staticField(Class<?> of, String name) throws ReflectiveOperationException {
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        Object memory = instance.get(null);
        Field field = of.getDeclaredField(name);
        Object base = unsafe.getMethod("staticFieldBase", Field.class).invoke(memory, field);
        Object offset = unsafe.getMethod("staticFieldOffset", Field.class).invoke(memory, field);
        Object value = unsafe.getMethod("getObject", Object.class, long.class).invoke(memory, base, offset);
        return value instanceof Map ? value : identity(value);
    }
}
