// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.client;

/**
 * A success answer (2xx).
 *
 * @param contentType as sent, in lower case and without parameters; empty where there is none
 * @param body what came of it, 64 KiB at most
 * @param isWhole whether that is all of it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
public record HttpReply(String contentType, byte[] body, boolean isWhole) {}
