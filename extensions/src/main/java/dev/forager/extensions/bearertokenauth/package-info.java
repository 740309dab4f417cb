// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Authentication by bearer token (<a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>),
 * of callers and towards servers.
 */
@NullMarked
package dev.forager.extensions.bearertokenauth;

import org.jspecify.annotations.NullMarked;
