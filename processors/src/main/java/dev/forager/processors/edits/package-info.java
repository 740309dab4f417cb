// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The actions that change attributes, shared by the processors {@code attributes} and {@code
 * resource}: the collector's {@code attraction}.
 */
@NullMarked
package dev.forager.processors.edits;

import org.jspecify.annotations.NullMarked;
