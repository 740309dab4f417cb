// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.CompileException;
import dev.forager.ottl.Target;
import dev.forager.pdata.Status;
import java.util.List;

/** {@code status}, {@code status.code} and {@code status.message}. */
final class SpanStatus {
    private static final PathField WHOLE =
            Fields.leaf(
                    Fields.target(
                            c -> c.span().status(),
                            (c, v) ->
                                    c.span()
                                            .status(
                                                    Fields.expect(Status.class, "ptrace.Status", v)
                                                            .copy())));
    private static final PathField CODE =
            Fields.ints(
                    c -> c.span().status().codeValue(),
                    (c, v) -> c.span().status().codeValue((int) v));
    private static final PathField MESSAGE =
            Fields.text(
                    c -> c.span().status().messageUtf8(),
                    (c, v) -> c.span().status().messageUtf8(v));

    private SpanStatus() {}

    static Target resolve(Tail tail) throws CompileException {
        if (!tail.hasNext()) {
            return WHOLE.resolve(tail);
        }
        tail.noKeys();
        Tail part = tail.next();
        return switch (part.name()) {
            case "code" -> CODE.resolve(part);
            case "message" -> MESSAGE.resolve(part);
            default -> throw part.unknown(List.of("code", "message"));
        };
    }
}
