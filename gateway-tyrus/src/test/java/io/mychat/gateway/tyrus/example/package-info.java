/** The program of a host, as docs/embedding.md has it. */
package io.mychat.gateway.tyrus.example;
