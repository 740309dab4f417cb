// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Authentication by user name and password (<a href="https://www.rfc-editor.org/rfc/rfc7617">RFC
 * 7617</a>), of callers and towards servers.
 */
@NullMarked
package dev.forager.extensions.basicauth;

import org.jspecify.annotations.NullMarked;
