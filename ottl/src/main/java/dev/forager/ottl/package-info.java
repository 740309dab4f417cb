// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The OpenTelemetry Transformation Language, compiled. See this module's {@code README.md} for how
 * a component uses it and how a function is added.
 *
 * <p>Text becomes a tree ({@code syntax}), the tree becomes closures over accessors ({@link
 * dev.forager.ottl.OttlCompiler}, {@code paths}), and these run on a {@link
 * dev.forager.ottl.Cursor} that a {@link dev.forager.ottl.Walk} leads over the items. All that can
 * be wrong in the text is found when it is compiled.
 */
@NullMarked
package dev.forager.ottl;

import org.jspecify.annotations.NullMarked;
