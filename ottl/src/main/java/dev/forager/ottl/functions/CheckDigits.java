// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.ottl.StringLikeGetter;
import dev.forager.ottl.syntax.Quoting;
import dev.forager.pdata.Value;
import java.util.List;

/** Converters that check numbers such as those of credit cards. */
final class CheckDigits {
    static final List<Class<? extends OttlFunction>> ALL = List.of(IsValidLuhn.class);

    private CheckDigits() {}

    @Pure
    @Doc("Whether the last digit of a number is right by the formula of Luhn; spaces do not count.")
    record IsValidLuhn(@Doc("The number.") StringLikeGetter target) implements Converter {
        @Override
        public Getter compile() {
            return cursor -> {
                String text = target.get(cursor);
                if (text == null) {
                    throw new EvaluationException("invalid input: <nil>");
                }
                String digits = text.replace(" ", "");
                return Value.of(!digits.isEmpty() && sum(digits) % 10 == 0);
            };
        }

        /** Go goes through the bytes and shows each as a character of its own. */
        private static String lastByte(String digits, int at) {
            byte[] bytes = digits.substring(0, at + 1).getBytes(UTF_8);
            return Character.toString(Byte.toUnsignedInt(bytes[bytes.length - 1]));
        }

        /** Every second digit counts twice, from the right. */
        private static long sum(String digits) throws EvaluationException {
            long sum = 0;
            for (int i = digits.length() - 1; i >= 0; i--) {
                int digit = digits.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    throw new EvaluationException(
                            "strconv.Atoi: parsing %s: invalid syntax"
                                    .formatted(Quoting.quote(lastByte(digits, i))));
                }
                boolean twice = (digits.length() - i) % 2 == 0;
                sum += twice ? digit * 2 - (digit > 4 ? 9 : 0) : digit;
            }
            return sum;
        }
    }
}
