// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import com.google.re2j.Pattern;
import dev.forager.ottl.CompileException;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Key;
import dev.forager.ottl.Target;
import dev.forager.pdata.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code trace_state} and {@code trace_state["key"]}, a list by <a
 * href="https://www.w3.org/TR/trace-context/#tracestate-header">W3C Trace Context</a>. What is
 * written comes to the front.
 */
final class TraceStatePath {
    /** Members that a list may have at most, by the specification. */
    private static final int MAX_MEMBERS = 32;

    /** A key of a vendor, or of a tenant of one, and a value. */
    private static final Pattern MEMBER =
            Pattern.compile(
                    "([a-z][_0-9a-z*/-]{0,255}|[a-z0-9][_0-9a-z*/-]{0,240}@[a-z][_0-9a-z*/-]{0,13})="
                            + "[ -+.-<>-~-]{0,255}[!-+.-<>-~-]");

    private static final PathField WHOLE =
            Fields.text(c -> c.span().traceStateUtf8(), (c, v) -> c.span().traceStateUtf8(v));

    private TraceStatePath() {}

    static Target resolve(Tail tail) throws CompileException {
        if (tail.keys().isEmpty()) {
            return WHOLE.resolve(tail);
        }
        tail.noNext();
        if (tail.keys().size() != 1) {
            throw tail.fail("must provide exactly 1 key when accessing trace_state");
        }
        return new Member(tail.keys().getFirst());
    }

    private record Member(Key key) implements Target {
        @Override
        public @Nullable Object get(Cursor cursor) throws EvaluationException {
            String prefix = name() + "=";
            for (String member : members(cursor)) {
                if (member.startsWith(prefix)) {
                    return Value.of(member.substring(prefix.length()));
                }
            }
            return Value.of("");
        }

        @Override
        public void set(Cursor cursor, @Nullable Object value) throws EvaluationException {
            String written = name() + "=" + Fields.string(value).string();
            List<String> members = members(cursor);
            if (!MEMBER.matches(written) || !members.stream().allMatch(MEMBER::matches)) {
                return; // As upstream: nothing is written that the specification does not allow.
            }
            String prefix = name() + "=";
            members.removeIf(member -> member.startsWith(prefix));
            members.addFirst(written);
            while (members.size() > MAX_MEMBERS) {
                members.removeLast();
            }
            cursor.span().traceState(String.join(",", members));
        }

        private String name() throws EvaluationException {
            if (key.literal() instanceof Value.Str name) {
                return name.string();
            }
            throw new EvaluationException("trace_state indexing type must be a string");
        }

        private static List<String> members(Cursor cursor) {
            List<String> members = new ArrayList<>();
            for (String member : cursor.span().traceState().split(",", -1)) {
                if (!member.isBlank()) {
                    members.add(member.strip());
                }
            }
            return members;
        }
    }
}
