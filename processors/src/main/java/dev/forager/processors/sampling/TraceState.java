// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.sampling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C's {@code tracestate} with OpenTelemetry's member {@code ot} taken apart: {@code rv}, {@code
 * th}, and what else stands there. Confined to one item.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/#tracestate-header">tracestate</a>
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/">ot</a>
 */
public final class TraceState {
    private static final int MAX_LENGTH = 1024;
    private static final int MAX_MEMBERS = 32;
    private static final int MAX_KEY = 256;
    private static final int MAX_TENANT = 241;
    private static final int MAX_SYSTEM = 14;
    private static final int MAX_VALUE = 256;
    private static final String OTEL = "ot";

    private @Nullable Long randomness;
    private @Nullable Threshold threshold;
    private final Map<String, String> otherFields = new LinkedHashMap<>();
    private final List<String> otherMembers = new ArrayList<>();

    private TraceState() {}

    /** A text that is no tracestate. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        /** With what is wrong. */
        public MalformedException(@Nullable String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Reads a tracestate; empty members are left out.
     *
     * @throws MalformedException for a text that breaks a rule of either format
     */
    public static TraceState parse(String text) throws MalformedException {
        var state = new TraceState();
        check(text.length() <= MAX_LENGTH, "invalid tracestate size");
        if (text.isEmpty()) {
            return state;
        }
        String[] members = text.split(",", -1);
        check(members.length < MAX_MEMBERS, "invalid tracestate size");
        for (String member : members) {
            String trimmed = trimmed(member);
            if (!trimmed.isEmpty()) {
                state.add(trimmed);
            }
        }
        return state;
    }

    private static void check(boolean condition, String message) throws MalformedException {
        if (!condition) {
            throw new MalformedException(message);
        }
    }

    private static String trimmed(String member) {
        int from = 0;
        int to = member.length();
        while (from < to && isBlank(member.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(member.charAt(to - 1))) {
            to--;
        }
        return member.substring(from, to);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void add(String member) throws MalformedException {
        int equals = member.indexOf('=');
        check(equals > 0, "invalid syntax");
        String key = member.substring(0, equals);
        String value = member.substring(equals + 1);
        checkKey(key);
        checkValue(value);
        if (key.equals(OTEL)) {
            addFields(value);
        } else {
            otherMembers.add(member);
        }
    }

    private static void checkKey(String key) throws MalformedException {
        check(key.length() <= MAX_KEY, "invalid tracestate size");
        int at = key.indexOf('@');
        String tenant = at < 0 ? "" : key.substring(0, at);
        String system = key.substring(at + 1);
        check(!system.isEmpty() && isLetter(system.charAt(0)), "invalid syntax");
        check(isKey(system), "invalid syntax");
        if (at >= 0) {
            check(!tenant.isEmpty() && isAlphanumeric(tenant.charAt(0)), "invalid syntax");
            check(isKey(tenant), "invalid syntax");
            check(
                    tenant.length() <= MAX_TENANT && system.length() <= MAX_SYSTEM,
                    "invalid tracestate size");
        }
    }

    private static boolean isKey(String key) {
        return key.chars().allMatch(c -> isAlphanumeric((char) c) || "_-*/".indexOf(c) >= 0);
    }

    private static void checkValue(String value) throws MalformedException {
        boolean isSound =
                !value.isEmpty()
                        && value.length() <= MAX_VALUE
                        && value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=')
                        && value.charAt(value.length() - 1) != ' ';
        check(isSound, "invalid syntax");
    }

    /** Of several members the last one counts. */
    private void addFields(String value) throws MalformedException {
        randomness = null;
        threshold = null;
        otherFields.clear();
        for (String field : value.split(";", -1)) {
            int colon = field.indexOf(':');
            check(colon > 0 && isField(field, colon), "invalid syntax");
            String text = field.substring(colon + 1);
            try {
                switch (field.substring(0, colon)) {
                    case "rv" -> randomness = Threshold.parseRandomness(text);
                    case "th" -> threshold = Threshold.parse(text);
                    default -> otherFields.put(field.substring(0, colon), text);
                }
            } catch (NumberFormatException e) {
                throw new MalformedException(e.getMessage());
            }
        }
    }

    private static boolean isField(String field, int colon) {
        return isLetter(field.charAt(0))
                && field.chars().limit(colon).allMatch(c -> isAlphanumeric((char) c))
                && field.chars()
                        .skip(colon + 1L)
                        .allMatch(
                                c ->
                                        isAlphanumeric((char) c)
                                                || (c >= 'A' && c <= 'Z')
                                                || "._-".indexOf(c) >= 0);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isAlphanumeric(char c) {
        return isLetter(c) || (c >= '0' && c <= '9');
    }

    /** The explicit randomness, {@code rv}; null when there is none. */
    public @Nullable Long randomness() {
        return randomness;
    }

    /** Sets {@code rv}. */
    public void randomness(long value) {
        randomness = value;
    }

    /** The threshold, {@code th}; null when there is none. */
    public @Nullable Threshold threshold() {
        return threshold;
    }

    /** Sets {@code th}; null or {@link Threshold#NEVER} takes it away. */
    public void threshold(@Nullable Threshold value) {
        threshold = value;
    }

    /** The text, {@code ot} first. */
    public String text() {
        var fields = new ArrayList<String>();
        if (randomness != null) {
            fields.add("rv:" + Threshold.randomnessText(randomness));
        }
        if (threshold != null && !threshold.text().isEmpty()) {
            fields.add("th:" + threshold.text());
        }
        otherFields.forEach((key, value) -> fields.add(key + ":" + value));
        var members = new ArrayList<String>();
        if (!fields.isEmpty()) {
            members.add(OTEL + "=" + String.join(";", fields));
        }
        members.addAll(otherMembers);
        return String.join(",", members);
    }
}
