package io.mychat.gateway.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaCommandTest {

    @Test
    void printsTheSchemaWithTheKeysOfAllModules() {
        CommandRun run = CommandRun.of("schema");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("\"jwt_secret\"", "\"io_threads\"", "\"rotate_daily\"", "\"ip_deny\"");
        assertThat(CommandRun.of("schema", "router_config").out()).contains("\"load_balancing\"");
        assertThat(CommandRun.of("schema", "users").exitCode()).isEqualTo(2);
    }
}
