package io.mychat.gateway.example.spring;

import io.mychat.gateway.auth.PasswordHasher;
import io.mychat.gateway.auth.UserAccounts;
import io.mychat.gateway.spi.auth.Accounts;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The application. Its two users are alice and bob, with the password of {@code chat.password}. */
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
        PasswordHasher hasher = new PasswordHasher();
        return UserAccounts.builder()
                .add("alice", "alice", hasher.hash(password), Set.of())
                .add("bob", "bob", hasher.hash(password), Set.of())
                .build();
    }
}
