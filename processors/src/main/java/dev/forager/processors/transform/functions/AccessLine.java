// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.transform.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.GoNumbers;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a web server's access log: the <a
 * href="https://www.w3.org/Daemon/User/Config/Logging.html#common-logfile-format">common log
 * format</a>, or the combined one that many servers write, with referer and user agent behind it.
 * What stands between quotes may have the escapes of Apache and nginx.
 */
enum AccessLine {
    COMMON("clf", ""),
    COMBINED("combined", " " + AccessLine.QUOTED + " " + AccessLine.QUOTED);

    private static final String QUOTED = "\"((?:[^\"\\\\]|\\\\.)*)\"";

    private final String format;
    private final Pattern pattern;

    AccessLine(String format, String rest) {
        this.format = format;
        pattern =
                Pattern.compile(
                        "(\\S+) (\\S+) (\\S+) \\[([^\\]]+)\\] " + QUOTED + " (\\S+) (\\S+)" + rest);
    }

    Value read(String text) throws EvaluationException {
        Matcher line = pattern.matcher(text.strip());
        if (!line.matches()) {
            throw new EvaluationException(
                    "invalid CLF message: does not match expected \"%s\" format".formatted(format));
        }
        List<KeyValue> fields = new ArrayList<>();
        put(fields, "clf.remote_host", line.group(1));
        put(fields, "clf.rfc931", line.group(2));
        put(fields, "clf.auth_user", line.group(3));
        put(fields, "clf.timestamp", line.group(4));
        String request = unescaped(line.group(5));
        put(fields, "clf.request", request);
        String[] parts = request.split(" ", 3);
        if (parts.length == 3) {
            put(fields, "clf.method", parts[0]);
            put(fields, "clf.request_uri", parts[1]);
            put(fields, "clf.protocol", parts[2]);
        }
        fields.add(KeyValue.of("clf.status", number("status code", line.group(6))));
        if (!line.group(7).equals("-")) {
            fields.add(KeyValue.of("clf.bytes", number("bytes value", line.group(7))));
        }
        if (this == COMBINED) {
            put(fields, "clf.referer", unescaped(line.group(8)));
            put(fields, "clf.user_agent", unescaped(line.group(9)));
        }
        return Value.MapV.of(fields);
    }

    private static void put(List<KeyValue> fields, String key, String text) {
        fields.add(KeyValue.of(key, Value.of(text)));
    }

    private static Value number(String what, String digits) throws EvaluationException {
        try {
            return Value.of(GoNumbers.parseInt(digits, 10));
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    "invalid %s \"%s\": %s".formatted(what, digits, e.getMessage()));
        }
    }

    /** As bytes, since {@code \xc3\xa9} is one character; unknown escapes stay as they are. */
    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        ByteBuffer from = UTF_8.encode(text);
        var to = new ByteArrayOutputStream(from.remaining());
        while (from.hasRemaining()) {
            byte each = from.get();
            // The pattern lets no backslash stand last.
            if (each == '\\') {
                unescape(from, to);
            } else {
                to.write(each);
            }
        }
        return to.toString(UTF_8);
    }

    private static void unescape(ByteBuffer from, ByteArrayOutputStream to) {
        byte escaped = from.get();
        int code =
                switch (escaped) {
                    case '\\', '"' -> escaped;
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    case 'r' -> '\r';
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'v' -> 0x0b;
                    case 'x' -> twoDigits(from);
                    default -> -1;
                };
        if (code < 0) {
            to.write('\\');
            to.write(escaped);
        } else {
            to.write(code);
        }
    }

    /** Takes two hexadecimal digits; negative, with none taken, if they are not there. */
    private static int twoDigits(ByteBuffer from) {
        if (from.remaining() < 2) {
            return -1;
        }
        int high = Character.digit(from.get(from.position()), 16);
        int low = Character.digit(from.get(from.position() + 1), 16);
        if (high < 0 || low < 0) {
            return -1;
        }
        from.position(from.position() + 2);
        return high << 4 | low;
    }
}
