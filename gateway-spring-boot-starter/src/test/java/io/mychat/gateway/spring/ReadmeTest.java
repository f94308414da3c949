package io.mychat.gateway.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mychat.gateway.spi.transport.HttpTransport;
import io.mychat.gateway.spi.transport.WebSocketTransport;
import io.mychat.gateway.testkit.InMemoryHttpTransport;
import io.mychat.gateway.testkit.InMemoryTransport;
import io.mychat.gateway.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;

/** What the module's first page shows works. */
class ReadmeTest {

    private static final Path MODULE = Path.of("../gateway-spring-boot-starter");
    private static final Path GREETER =
            Path.of("../examples/spring-boot/src/main/java/io/mychat/gateway/example/spring/Greeter.java");

    @Test
    void theGatewayStartsWithTheShownProperties() throws IOException {
        YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
        yaml.setResources(new ByteArrayResource(block("yaml").getBytes(StandardCharsets.UTF_8)));
        Properties properties = Objects.requireNonNull(yaml.getObject());
        assertThat(properties).isNotEmpty();
        ApplicationContextRunner application = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(GatewayAutoConfiguration.class))
                .withBean(WebSocketTransport.class, () -> new InMemoryTransport(new ManualTime()))
                .withBean(HttpTransport.class, InMemoryHttpTransport::new)
                .withPropertyValues("CHAT_SECRET=a secret of thirty-two bytes or more")
                .withPropertyValues(properties.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toArray(String[]::new));

        application.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void theShownHandlerIsThatOfTheExample() throws IOException {
        assertThat(Files.readString(GREETER)).endsWith(block("java"));
    }

    @Test
    void theShownTestsAreThoseOfTheExample() throws IOException {
        Path tests = Path.of("../examples/spring-boot/src/test/java/io/mychat/gateway/example/spring");
        for (String page : List.of("testing.md", "testing.zh-CN.md")) {
            for (String test : List.of("GreeterTest.java", "ChatApplicationTest.java")) {
                String code = Files.readString(tests.resolve(test));
                assertThat(Files.readString(Path.of("../docs").resolve(page)))
                        .contains("```java\n" + code.substring(code.indexOf("import ")) + "```");
            }
        }
    }

    private static String block(String language) throws IOException {
        Matcher block = Pattern.compile("(?s)```" + language + "\n(.*?)```")
                .matcher(Files.readString(MODULE.resolve("README.md")));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }
}
