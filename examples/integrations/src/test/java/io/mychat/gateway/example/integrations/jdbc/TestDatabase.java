package io.mychat.gateway.example.integrations.jdbc;

import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;

/** Databases in memory. One ends with the last connection of its pool. */
final class TestDatabase {

    private TestDatabase() {}

    static JdbcConnectionPool create() {
        return JdbcConnectionPool.create(
                "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000", "sa", "");
    }
}
