package io.mychat.gateway.core.config.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mychat.gateway.core.json.JsonTree;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses strict JSON: no comments, no duplicate keys, no text after the end. Faults name line and column; of the text
 * they contain only keys, because values may be secrets.
 */
public final class StrictJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Pattern DUPLICATE = Pattern.compile("^Duplicate [A-Za-z ]+['\"](.*)['\"]", Pattern.DOTALL);

    private StrictJson() {}

    public static Optional<ObjectNode> parse(String label, String text, FaultCollector faultCollector) {
        try (JsonParser parser = JSON.createParser(text)) {
            JsonNode root = JsonTree.read(parser);
            if (root.isMissingNode()) {
                faultCollector.add(label, "", "is empty; an object without keys is {}");
            } else if (parser.nextToken() != null) {
                faultCollector.add(
                        label,
                        "",
                        at(parser.currentTokenLocation())
                                + "there is text after the end of the JSON object; remove it");
            } else if (root instanceof ObjectNode object) {
                return Optional.of(object);
            } else {
                faultCollector.add(label, "", "must hold one JSON object");
            }
        } catch (JsonProcessingException e) {
            faultCollector.add(label, "", at(e.getLocation()) + reason(e));
        } catch (IOException e) {
            faultCollector.add(label, "", "cannot be read");
        }
        return Optional.empty();
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        Matcher duplicate = DUPLICATE.matcher(message);
        if (duplicate.find()) {
            return "the key " + JsonPath.printable(duplicate.group(1)) + " occurs twice; remove one";
        }
        if (e instanceof JsonEOFException) {
            return "ends too early: a bracket or a quote is not closed";
        }
        if (e instanceof StreamConstraintsException) {
            return "is nested too deeply, or a number or text is too long";
        }
        if (message.contains("comment")) {
            return "JSON has no comments; remove it";
        }
        return "is not JSON"
                + (message.contains("('}'") || message.contains("(']'") ? "; is there a comma too many?" : "");
    }
}
