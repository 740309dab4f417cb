// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * XML as the converters of OTTL see it: a tree of fragments (several roots, no declaration needed),
 * XPath 1.0 over it, and the writing of it. Document types are not read and entities of one's own
 * do not exist, so nothing outside a text can be reached and nothing grows beyond it.
 */
@NullMarked
package dev.forager.ottl.xml;

import org.jspecify.annotations.NullMarked;
