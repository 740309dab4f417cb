// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Keys of the Go collector that are accepted for compatibility and have no effect: each use is one
 * line at level info, of what nobody knows one at level warn.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface IgnoredKey {
    /** Among the keys: every other one that holds a section, or nothing. */
    String ANY_SECTION = "*";

    /** The keys. */
    String[] keys();

    /**
     * What their values must be, as the Go collector has it: a type of a value, or {@code Map} for
     * a section; one for all keys, or one for each. None: anything.
     */
    Class<?>[] types() default {};

    /** The least that whole numbers may be. */
    int min() default Integer.MIN_VALUE;

    /** Why they have no effect here. */
    String reason();
}
