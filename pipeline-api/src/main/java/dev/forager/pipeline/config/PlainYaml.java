// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record whose section is somebody else's file, such as Prometheus', and is read as go-yaml reads
 * it: where a text is wanted, numbers, {@code true} and {@code false} are texts in the form in
 * which they were written; one text is no list; null leaves the default. Holds for all that stands
 * in the section.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface PlainYaml {}
