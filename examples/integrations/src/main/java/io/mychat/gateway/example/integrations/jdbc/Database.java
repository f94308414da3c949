package io.mychat.gateway.example.integrations.jdbc;

import io.mychat.gateway.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/** Transactions and statements. A failure of the database becomes a {@link StoreUnavailableException}: clients get 503. */
record Database(DataSource source) {

    private static final int TIMEOUT_SECONDS = 5;

    /** Work in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Creates the tables that do not exist yet. */
    void createTables() {
        write(connection -> {
            for (String statement : schema().replaceAll("(?m)--.*$", "").split(";", -1)) {
                if (!statement.isBlank()) {
                    update(connection, statement);
                }
            }
            return update(
                    connection,
                    "INSERT INTO epoch (id, epoch) VALUES (1, ?) ON CONFLICT DO NOTHING",
                    UUID.randomUUID().toString());
        });
    }

    /** All reads of one call see the same state. H2 has a snapshot at this level only; with PostgreSQL, too, it waits for nobody. */
    <T> T read(Work<T> work) {
        return transaction(Connection.TRANSACTION_SERIALIZABLE, work);
    }

    /** Each statement sees what was committed before it; rows are locked with {@code FOR UPDATE}. */
    <T> T write(Work<T> work) {
        return transaction(Connection.TRANSACTION_READ_COMMITTED, work);
    }

    private <T> T transaction(int isolation, Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setTransactionIsolation(isolation);
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.run(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException("the database failed: " + e.getSQLState(), e);
        }
    }

    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    static <T> List<T> query(Connection connection, String sql, Row<T> row, Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, sql, values);
                ResultSet results = statement.executeQuery()) {
            while (results.next()) {
                rows.add(row.read(results));
            }
        }
        return rows;
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    private static String schema() {
        try (InputStream file = Objects.requireNonNull(Database.class.getResourceAsStream("schema.sql"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("schema.sql cannot be read", e);
        }
    }
}
