// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import com.google.re2j.Pattern;
import dev.forager.ottl.Cursor;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.FunctionRef;
import dev.forager.ottl.Getter;
import dev.forager.ottl.StringGetter;
import dev.forager.pdata.Value;
import org.jspecify.annotations.Nullable;

/** The converter and the format that a replacement goes through, if there are any. Immutable. */
final class ReplacementFunction {
    private static final ReplacementFunction NONE = new ReplacementFunction(null, null, "");

    /** The argument of a call that is compiled once and made for each match. */
    private static final ScopedValue<Value> ARGUMENT = ScopedValue.newInstance();

    @SuppressWarnings("OrphanedFormatString") // told as it is
    private static final String NO_FORMAT =
            "replacementFormat must be format string containing a single %s and no other format"
                    + " specifiers";

    private static final Pattern OTHER_VERB = Pattern.compile("%[^s]");

    private final @Nullable Getter call;
    private final @Nullable StringGetter format;
    private final String noString;

    private ReplacementFunction(
            @Nullable Getter call, @Nullable StringGetter format, String noString) {
        this.call = call;
        this.format = format;
        this.noString = noString;
    }

    /**
     * A format without a function has no effect, as upstream.
     *
     * @param noString the complaint if the function makes no string
     */
    static ReplacementFunction of(
            @Nullable FunctionRef function, @Nullable StringGetter format, String noString) {
        if (function == null) {
            return NONE;
        }
        return new ReplacementFunction(function.call(_ -> ARGUMENT.get()), format, noString);
    }

    private static boolean isGood(String format) {
        return format.contains("%s") && !format.endsWith("%") && !OTHER_VERB.matcher(format).find();
    }

    String apply(Cursor cursor, String replacement) throws EvaluationException {
        if (call == null) {
            return replacement;
        }
        Getter converter = call;
        Object result =
                ScopedValue.where(ARGUMENT, Value.of(replacement))
                        .call(() -> converter.get(cursor));
        if (!(result instanceof Value.Str text)) {
            throw new EvaluationException(noString);
        }
        return formatted(cursor, text.string());
    }

    private String formatted(Cursor cursor, String text) throws EvaluationException {
        if (format == null) {
            return text;
        }
        String around = format.get(cursor);
        if (!isGood(around)) {
            throw new EvaluationException(NO_FORMAT);
        }
        int at = around.indexOf("%s");
        return around.substring(0, at) + text + around.substring(at + 2);
    }
}
