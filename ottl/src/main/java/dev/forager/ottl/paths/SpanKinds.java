// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Target;
import dev.forager.pdata.Value;
import java.util.List;

/** {@code kind}, {@code kind.string} and {@code kind.deprecated_string}. */
final class SpanKinds {
    private static final List<String> NAMES =
            List.of("Unspecified", "Internal", "Server", "Client", "Producer", "Consumer");
    private static final List<String> DEPRECATED =
            List.of(
                    "SPAN_KIND_UNSPECIFIED",
                    "SPAN_KIND_INTERNAL",
                    "SPAN_KIND_SERVER",
                    "SPAN_KIND_CLIENT",
                    "SPAN_KIND_PRODUCER",
                    "SPAN_KIND_CONSUMER");

    private static final PathField NUMBER =
            Fields.ints(c -> c.span().kindValue(), (c, v) -> c.span().kindValue((int) v));

    private SpanKinds() {}

    static Target resolve(Tail tail) throws CompileException {
        if (!tail.hasNext()) {
            return NUMBER.resolve(tail);
        }
        tail.noKeys();
        Tail part = tail.next();
        Target target =
                switch (part.name()) {
                    case "string" -> named(NAMES, "unknown span kind string, ");
                    case "deprecated_string" ->
                            named(DEPRECATED, "unknown span kind deprecated string, ");
                    default -> throw part.unknown(List.of("string", "deprecated_string"));
                };
        part.end();
        return target;
    }

    private static Target named(List<String> names, String complaint) {
        return Fields.textTarget(
                c -> {
                    int kind = c.span().kindValue();
                    return Value.Str.of(kind >= 0 && kind < names.size() ? names.get(kind) : "");
                },
                (c, name) -> {
                    int kind = names.indexOf(name.string());
                    if (kind < 0) {
                        throw new EvaluationException(complaint + name.string());
                    }
                    c.span().kindValue(kind);
                });
    }
}
