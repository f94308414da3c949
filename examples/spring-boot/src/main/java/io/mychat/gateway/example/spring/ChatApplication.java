package io.mychat.gateway.example.spring;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.spi.auth.Accounts;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application. Its users are alice, bob and the administrator root, with the password of {@code chat.password}. */
@SpringBootApplication
public class ChatApplication {

    /** Called by Spring. */
    public ChatApplication() {}

    /** Starts the application. */
    public static void main(String[] arguments) {
        SpringApplication.run(ChatApplication.class, arguments);
    }

    @Bean
    Accounts accounts(@Value("${chat.password}") String password) {
        String hash = new PasswordHasher().hash(password);
        return UserAccounts.builder()
                .add("alice", "alice", hash, Set.of())
                .add("bob", "bob", hash, Set.of())
                .add("root", "root", hash, Set.of("admin"))
                .build();
    }
}
