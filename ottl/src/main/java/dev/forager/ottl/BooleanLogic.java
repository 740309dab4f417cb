// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.Arrays;

/**
 * How conditions are joined. What literals alone decide is decided at load, as in the Go collector:
 * the other operands are then not asked, wherever they stand, and cannot fail.
 */
final class BooleanLogic {
    private BooleanLogic() {}

    /** A condition that is the same for every item. */
    record Always(boolean value) implements Condition {
        @Override
        public boolean test(Cursor cursor) {
            return value;
        }
    }

    static Condition not(Condition operand) {
        return operand instanceof Always(boolean value)
                ? new Always(!value)
                : cursor -> !operand.test(cursor);
    }

    static Condition or(Condition... parts) {
        if (decides(true, parts) || areAll(false, parts)) {
            return new Always(decides(true, parts));
        }
        if (parts.length == 2) {
            Condition left = parts[0];
            Condition right = parts[1];
            return cursor -> left.test(cursor) || right.test(cursor);
        }
        return cursor -> {
            for (Condition part : parts) {
                if (part.test(cursor)) {
                    return true;
                }
            }
            return false;
        };
    }

    static Condition and(Condition... parts) {
        if (decides(false, parts) || areAll(true, parts)) {
            return new Always(!decides(false, parts));
        }
        if (parts.length == 2) {
            Condition left = parts[0];
            Condition right = parts[1];
            return cursor -> left.test(cursor) && right.test(cursor);
        }
        return cursor -> {
            for (Condition part : parts) {
                if (!part.test(cursor)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static boolean decides(boolean value, Condition... parts) {
        return Arrays.stream(parts)
                .anyMatch(part -> part instanceof Always(boolean always) && always == value);
    }

    private static boolean areAll(boolean value, Condition... parts) {
        return Arrays.stream(parts)
                .allMatch(part -> part instanceof Always(boolean always) && always == value);
    }
}
