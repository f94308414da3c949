package io.mychat.gateway.core.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import org.jspecify.annotations.Nullable;

/**
 * A small JSON object of strings, short integers, truth values and nulls, in the text in which it was written: a member
 * is read when it is asked for. It knows no other values, and of escapes only those of one character: such a text is read
 * by Jackson. Used by one thread.
 */
public final class FlatObject {

    private static final int MAX_MEMBERS = 4;
    /** Where the name of a member begins and ends, and its value. */
    private static final int MARKS = 4;

    private final String text;
    private final int[] marks = new int[MARKS * MAX_MEMBERS];
    private int members;
    private int at;

    private FlatObject(String text) {
        this.text = text;
    }

    /** The object of a text; null: it is none of this kind. */
    static @Nullable FlatObject of(String text) {
        FlatObject object = new FlatObject(text);
        return object.scan() ? object : null;
    }

    /** The value of a member; null: there is none. */
    public @Nullable JsonNode get(String name) {
        for (int i = 0; i < members; i++) {
            int nameFrom = marks[MARKS * i];
            int length = marks[MARKS * i + 1] - nameFrom;
            if (length == name.length() && text.startsWith(name, nameFrom)) {
                return value(marks[MARKS * i + 2], marks[MARKS * i + 3]);
            }
        }
        return null;
    }

    private JsonNode value(int from, int to) {
        return switch (text.charAt(from)) {
            case '"' -> TextNode.valueOf(string(from + 1, to - 1));
            case 't' -> BooleanNode.TRUE;
            case 'f' -> BooleanNode.FALSE;
            case 'n' -> NullNode.getInstance();
            default -> LongNode.valueOf(Long.parseLong(text, from, to, 10));
        };
    }

    private String string(int from, int to) {
        int escape = text.indexOf('\\', from);
        if (escape < 0 || escape >= to) {
            return text.substring(from, to);
        }
        StringBuilder plain = new StringBuilder(to - from).append(text, from, escape);
        for (int i = escape; i < to; i++) {
            char c = text.charAt(i);
            plain.append(c == '\\' ? JsonCharacters.meaning(text.charAt(++i)) : c);
        }
        return plain.toString();
    }

    private boolean scan() {
        if (next() != '{') {
            return false;
        }
        int separator = next();
        if (separator == '}') {
            return next() < 0;
        }
        at--;
        do {
            if (members == MAX_MEMBERS || !member()) {
                return false;
            }
            separator = next();
        } while (separator == ',');
        return separator == '}' && next() < 0;
    }

    private boolean member() {
        if (next() != '"') {
            return false;
        }
        int nameFrom = at;
        if (!skipString()) {
            return false;
        }
        int nameTo = at - 1;
        if (isUnusual(nameFrom, nameTo) || next() != ':') {
            return false;
        }
        int first = next();
        int valueFrom = at - 1;
        boolean good = switch (first) {
            case '"' -> skipString();
            case 't' -> skip("rue");
            case 'f' -> skip("alse");
            case 'n' -> skip("ull");
            default -> JsonCharacters.isDigit(first) && skipDigits();
        };
        if (!good) {
            return false;
        }
        int mark = MARKS * members++;
        marks[mark] = nameFrom;
        marks[mark + 1] = nameTo;
        marks[mark + 2] = valueFrom;
        marks[mark + 3] = at;
        return true;
    }

    /** Whether the name is escaped, or there is another member of the same name, which is refused elsewhere. */
    private boolean isUnusual(int nameFrom, int nameTo) {
        int escape = text.indexOf('\\', nameFrom);
        if (escape >= 0 && escape < nameTo) {
            return true;
        }
        for (int i = 0; i < members; i++) {
            int other = marks[MARKS * i];
            int length = marks[MARKS * i + 1] - other;
            if (length == nameTo - nameFrom && text.regionMatches(other, text, nameFrom, length)) {
                return true;
            }
        }
        return false;
    }

    private boolean skip(String rest) {
        if (!text.startsWith(rest, at)) {
            return false;
        }
        at += rest.length();
        return isDelimited();
    }

    private boolean skipDigits() {
        int begin = at - 1;
        while (at < text.length() && JsonCharacters.isDigit(text.charAt(at))) {
            at++;
        }
        int count = at - begin;
        return count <= JsonCharacters.MAX_DIGITS && (count == 1 || text.charAt(begin) != '0') && isDelimited();
    }

    private boolean isDelimited() {
        if (at == text.length()) {
            return false;
        }
        char after = text.charAt(at);
        return after == ',' || after == '}' || JsonCharacters.isSpace(after);
    }

    /** Moves behind the closing quote of a string. */
    private boolean skipString() {
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return true;
            }
            if (c < ' ' || (c == '\\' && (at == text.length() || !JsonCharacters.isShortEscape(text.charAt(at++))))) {
                return false;
            }
        }
        return false;
    }

    private int next() {
        while (at < text.length() && JsonCharacters.isSpace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at++) : -1;
    }
}
