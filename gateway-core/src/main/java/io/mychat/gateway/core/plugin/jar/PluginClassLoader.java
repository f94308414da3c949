package io.mychat.gateway.core.plugin.jar;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ResourceBundle;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of one plug-in in jars. {@link #close} takes back what the plug-in has left behind in the JVM beside the
 * gateway, so that its classes can be collected: its threads are interrupted, and its MBeans are unregistered.
 */
final class PluginClassLoader extends URLClassLoader {

    private static final Logger log = LoggerFactory.getLogger(PluginClassLoader.class);

    static {
        registerAsParallelCapable();
    }

    private final String origin;

    /** @param origin the jar or the directory of jars, for messages */
    PluginClassLoader(String origin, URL[] jars, ClassLoader api) {
        super("plugin " + origin, jars, api);
        this.origin = origin;
    }

    @Override
    public void close() throws IOException {
        interruptThreads();
        unregisterBeans();
        ResourceBundle.clearCache(this);
        super.close();
    }

    private void interruptThreads() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            boolean isOwn =
                    thread.getContextClassLoader() == this || thread.getClass().getClassLoader() == this;
            if (isOwn && thread != Thread.currentThread()) {
                log.warn("{} has left the thread {} behind, which is interrupted now", origin, thread.getName());
                thread.interrupt();
            }
        }
    }

    private void unregisterBeans() {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : beans.queryNames(null, null)) {
            try {
                if (beans.getClassLoaderFor(name) == this) {
                    log.warn("{} has left the MBean {} behind, which is unregistered now", origin, name);
                    beans.unregisterMBean(name);
                }
            } catch (JMException e) {
                log.debug("The MBean {} is gone already", name, e);
            }
        }
    }
}
