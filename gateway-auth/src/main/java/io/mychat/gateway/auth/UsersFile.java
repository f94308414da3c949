package io.mychat.gateway.auth;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.mychat.gateway.spi.session.UserInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a users file: {@code [{"user_id","username","password_hash","roles":[]}]}; {@code roles} is optional. All
 * faults are reported at once, with file and JSON path and without values.
 */
final class UsersFile {

    private static final int MAX_FAULTS = 50;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Set<String> KEYS = Set.of("user_id", "username", "password_hash", "roles");
    /** No mapper: making one takes a twentieth of a start. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final Consumer<String> faults;
    private final Map<String, String> idPaths = new HashMap<>();
    private final Map<String, String> namePaths = new HashMap<>();
    private final Set<Argon2Parameters> parameters = new HashSet<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private int faultCount;

    private UsersFile(Path file, Consumer<String> faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * Reads a file of at most {@code maxBytes}.
     *
     * @param faults receives one text for each fault
     * @return empty when there is a fault
     */
    static Optional<UserAccounts> read(Path file, int maxBytes, Consumer<String> faults) {
        UsersFile reading = new UsersFile(file, faults);
        reading.parse(maxBytes).ifPresent(reading::readUsers);
        return reading.faultCount == 0 ? Optional.of(new UserAccounts(reading.accounts)) : Optional.empty();
    }

    private Optional<JsonNode> parse(int maxBytes) {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            // Reading a pipe may never end.
            fault("$", "is not a regular file");
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                fault("$", "is larger than " + maxBytes + " bytes (auth.users_file_max_bytes)");
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return Optional.of(tree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            fault("$", "is not UTF-8");
        } catch (JsonProcessingException e) {
            // Its own message may quote the file.
            fault("$", "is not valid JSON, or has a key twice" + place(e));
        } catch (NoSuchFileException e) {
            fault("$", "does not exist");
        } catch (IOException e) {
            fault("$", "cannot be read");
        }
        return Optional.empty();
    }

    private static JsonNode tree(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            JsonNode root = node(parser);
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "there is more behind the end");
            }
            return root;
        }
    }

    /** The value at the parser's token. A number, a truth value and null are all one: no user has them. */
    private static JsonNode node(JsonParser parser) throws IOException {
        if (parser.isExpectedStartObjectToken()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                object.set(name, node(parser));
            }
            return object;
        }
        if (parser.isExpectedStartArrayToken()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                array.add(node(parser));
            }
            return array;
        }
        return parser.hasToken(JsonToken.VALUE_STRING) ? TextNode.valueOf(parser.getText()) : NullNode.getInstance();
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : ", at line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr();
    }

    private void readUsers(JsonNode root) {
        if (!root.isArray()) {
            fault("$", "must be an array of users");
            return;
        }
        for (int i = 0; i < root.size(); i++) {
            readUser("$[" + i + "]", root.get(i));
        }
    }

    private void readUser(String path, JsonNode user) {
        if (!user.isObject()) {
            fault(path, "must be an object");
            return;
        }
        for (Iterator<String> names = user.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KEYS.contains(name)) {
                fault(path + "." + name, "is unknown");
            }
        }
        Optional<String> id = text(user, path, "user_id", AccountValidation::userIdFault);
        Optional<String> name = text(user, path, "username", AccountValidation::usernameFault);
        Optional<PasswordHash> hash = hash(user, path);
        Set<String> roles = roles(user.get("roles"), path + ".roles");
        id.ifPresent(text -> unique(idPaths, text, path + ".user_id"));
        name.ifPresent(text -> unique(namePaths, text, path + ".username"));
        if (id.isPresent() && name.isPresent() && hash.isPresent()) {
            accounts.put(name.get(), new Account(new UserInfo(id.get(), name.get(), roles), hash.get()));
        }
    }

    private Optional<PasswordHash> hash(JsonNode user, String path) {
        Optional<String> text = text(user, path, "password_hash", any -> Optional.empty());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            PasswordHash hash = PasswordHash.parse(text.get());
            if (parameters.add(hash.parameters()) && parameters.size() > UserAccounts.MAX_PARAMETER_SETS) {
                fault(
                        path + ".password_hash",
                        "has another set of m, t, p and length; a file may have " + UserAccounts.MAX_PARAMETER_SETS);
            }
            return Optional.of(hash);
        } catch (IllegalArgumentException e) {
            fault(path + ".password_hash", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private Set<String> roles(@Nullable JsonNode roles, String path) {
        Set<String> read = new LinkedHashSet<>();
        if (roles == null) {
            return read;
        }
        if (!roles.isArray()) {
            fault(path, "must be an array of strings");
            return read;
        }
        AccountValidation.rolesFault(roles.size()).ifPresent(text -> fault(path, text));
        for (int i = 0; i < roles.size(); i++) {
            String rolePath = path + "[" + i + "]";
            checked(roles.get(i), rolePath, AccountValidation::roleFault).ifPresent(role -> {
                if (!read.add(role)) {
                    fault(rolePath, "is there twice");
                }
            });
        }
        return read;
    }

    private Optional<String> text(JsonNode user, String path, String name, Function<String, Optional<String>> rule) {
        JsonNode node = user.get(name);
        if (node == null) {
            fault(path + "." + name, "is missing");
            return Optional.empty();
        }
        return checked(node, path + "." + name, rule);
    }

    private Optional<String> checked(JsonNode node, String path, Function<String, Optional<String>> rule) {
        if (!node.isTextual()) {
            fault(path, "must be a string");
            return Optional.empty();
        }
        Optional<String> fault = rule.apply(node.textValue());
        fault.ifPresent(text -> fault(path, text));
        return fault.isPresent() ? Optional.empty() : Optional.of(node.textValue());
    }

    private void unique(Map<String, String> paths, String value, String path) {
        String first = paths.putIfAbsent(value, path);
        if (first != null) {
            fault(path, "is the same as " + first);
        }
    }

    private void fault(String path, String message) {
        faultCount++;
        if (faultCount <= MAX_FAULTS) {
            faults.accept(file + ": " + path + " " + message);
        } else if (faultCount == MAX_FAULTS + 1) {
            faults.accept(file + ": has more faults than these " + MAX_FAULTS);
        }
    }
}
