// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

/**
 * What a target answered, uncompressed.
 *
 * @param contentType as sent; empty where there was none
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
record Body(byte[] bytes, int offset, int length, String contentType) {}
