// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.FloatLikeGetter;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import java.util.List;

/** Mathematical functions. */
final class MathConverters {
    static final List<Class<? extends OttlFunction>> ALL = List.of(Log.class);

    private MathConverters() {}

    @Pure
    @Doc("The natural logarithm of a number above zero.")
    record Log(@Doc("The number.") FloatLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                Double number = target.get(cursor);
                if (number == null) {
                    throw new EvaluationException("invalid input: <nil>");
                }
                if (number <= 0) {
                    throw new EvaluationException(
                            "invalid input: expected number greater than zero but got "
                                    + ValueText.of(number));
                }
                return Value.of(Math.log(number));
            };
        }
    }
}
