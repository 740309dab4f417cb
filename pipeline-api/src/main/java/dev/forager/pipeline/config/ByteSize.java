// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pipeline.config;

/**
 * A number of bytes, written as an integer or with a unit: {@code 10MiB}, {@code 512KB}.
 *
 * @param bytes the number
 */
public record ByteSize(long bytes) {}
