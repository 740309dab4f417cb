// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * OTTL text to a tree: lexer, parser and the tree's nodes. The grammar is that of <a
 * href="https://github.com/open-telemetry/opentelemetry-collector-contrib/blob/main/pkg/ottl/LANGUAGE.md">LANGUAGE.md</a>;
 * nothing here knows a context, a path or a function.
 */
@NullMarked
package dev.forager.ottl.syntax;

import org.jspecify.annotations.NullMarked;
