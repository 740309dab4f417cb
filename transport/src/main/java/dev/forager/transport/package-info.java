// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/** Servers and clients over Armeria: TLS, compression, authentication, status mapping. */
@NullMarked
package dev.forager.transport;

import org.jspecify.annotations.NullMarked;
