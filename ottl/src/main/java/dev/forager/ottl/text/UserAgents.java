// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.text;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.KeyValue;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import ua_parser.OS;
import ua_parser.Parser;
import ua_parser.UserAgent;

/**
 * What the rules of uap-core say about a User-Agent header. Hundreds of expressions are tried, so
 * recent answers are kept; and they may backtrack, so headers that no browser sends are refused.
 * Thread-safe.
 */
public final class UserAgents {
    /** Characters of a header; browsers stay below 500. */
    private static final int MAX_LENGTH = 1024;

    /** Answers that are kept; all are forgotten when there are more. */
    private static final int KEPT = 1024;

    private static final class Holder {
        static final UserAgents STANDARD = new UserAgents(new Parser());
    }

    private final Parser parser;
    private final ConcurrentMap<String, Value.MapV> recent = new ConcurrentHashMap<>();

    private UserAgents(Parser parser) {
        this.parser = parser;
    }

    /** The rules that come with uap-java, read at the first call. */
    public static UserAgents standard() {
        return Holder.STANDARD;
    }

    /** Name and version of program and system, by the keys of the semantic conventions. */
    public Value.MapV parse(String header) throws EvaluationException {
        if (header.length() > MAX_LENGTH) {
            throw new EvaluationException(
                    "user agent of %d characters (expected: at most %d)"
                            .formatted(header.length(), MAX_LENGTH));
        }
        Value.MapV known = recent.get(header);
        if (known != null) {
            return known;
        }
        if (recent.size() >= KEPT) {
            recent.clear();
        }
        Value.MapV answer = answer(header);
        recent.put(header, answer);
        return answer;
    }

    private Value.MapV answer(String header) {
        UserAgent agent = parser.parseUserAgent(header);
        OS system = parser.parseOS(header);
        List<KeyValue> entries = new ArrayList<>();
        entries.add(KeyValue.of("user_agent.name", Value.of(agent.family)));
        entries.add(KeyValue.of("user_agent.original", Value.of(header)));
        entries.add(
                KeyValue.of(
                        "user_agent.version",
                        Value.of(version(agent.major, agent.minor, agent.patch))));
        entries.add(KeyValue.of("os.name", Value.of(system.family)));
        String version = version(system.major, system.minor, system.patch, system.patchMinor);
        if (!version.isEmpty()) {
            entries.add(KeyValue.of("os.version", Value.of(version)));
        }
        return Value.MapV.of(entries);
    }

    private static String version(@Nullable String... parts) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part != null && !part.isEmpty()) {
                out.append(i == 0 ? "" : ".").append(part);
            }
        }
        return out.toString();
    }
}
