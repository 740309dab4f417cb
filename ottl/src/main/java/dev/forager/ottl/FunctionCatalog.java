// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl;

import java.util.List;

/**
 * The functions of one jar, found by {@link java.util.ServiceLoader}: a jar names its catalog in
 * {@code META-INF/services/dev.forager.ottl.FunctionCatalog}.
 */
public interface FunctionCatalog {
    /** Records that implement {@link Editor} or {@link Converter}. */
    List<Class<? extends OttlFunction>> functions();
}
