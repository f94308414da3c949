package chat;

import io.micronaut.runtime.Micronaut;

/** The application. */
public final class Application {

    private Application() {}

    public static void main(String[] arguments) {
        Micronaut.run(Application.class, arguments);
    }
}
