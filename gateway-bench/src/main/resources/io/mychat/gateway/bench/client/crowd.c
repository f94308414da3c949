#define _GNU_SOURCE
/*
 * Clients that come and go: the commands join, leave and blink of LoadClient.java, in C for Linux.
 * cc -O2 -o crowd crowd.c; ./crowd PORT CLIENTS FILE_WITH_LOGINS|-
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTING_AT_A_TIME 50
#define BUFFER 4096
#define STALLED_MICROS 30000000L

enum state { GONE, CONNECTING, UPGRADING, LOGGING_IN, READY };

struct client {
    int fd;
    enum state state;
    int used;
    long started, took;
    char *login;
    int login_length;
    unsigned char buffer[BUFFER];
};

static const char REQUEST[] =
    "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

static struct client *clients;
static int size, port, poller;

static void fail(const char *what) {
    fprintf(stderr, "crowd: %s (%s)\n", what, strerror(errno));
    exit(1);
}

static long micros(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000L + now.tv_nsec / 1000;
}

/* A masked frame whose key is 0. */
static int frame(unsigned char *out, int first, const char *text, int length) {
    int at = 0;
    out[at++] = first;
    if (length < 126) {
        out[at++] = 0x80 | length;
    } else {
        out[at++] = 0x80 | 126;
        out[at++] = length >> 8;
        out[at++] = length & 0xFF;
    }
    memset(out + at, 0, 4);
    memcpy(out + at + 4, text, length);
    return at + 4 + length;
}

static void send_all(struct client *client, const void *bytes, int length) {
    if (send(client->fd, bytes, length, MSG_NOSIGNAL) != length) {
        fail("send");
    }
}

static void begin(struct client *client) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int on = 1;
    inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (client->fd < 0) {
        fail("socket: is the limit of open files (ulimit -n) high enough?");
    }
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    client->state = CONNECTING;
    client->used = 0;
    client->started = micros();
    if (connect(client->fd, (struct sockaddr *) &to, sizeof to) < 0 && errno != EINPROGRESS) {
        fail("connect");
    }
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_ADD, client->fd, &event);
}

static void ready(struct client *client) {
    client->state = READY;
    client->took = micros() - client->started;
}

static void connected(struct client *client) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(client->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) {
        errno = error;
        fail("connect");
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = client};
    epoll_ctl(poller, EPOLL_CTL_MOD, client->fd, &event);
    client->state = UPGRADING;
    send_all(client, REQUEST, sizeof REQUEST - 1);
}

static void drop(struct client *client, int count) {
    client->used -= count;
    memmove(client->buffer, client->buffer + count, client->used);
}

static void upgraded(struct client *client) {
    unsigned char out[BUFFER];
    client->buffer[client->used] = 0;
    char *end = strstr((char *) client->buffer, "\r\n\r\n");
    if (!end) {
        return;
    }
    if (strncmp((char *) client->buffer, "HTTP/1.1 101", 12)) {
        fail("not upgraded");
    }
    drop(client, end + 4 - (char *) client->buffer);
    if (client->login) {
        client->state = LOGGING_IN;
        send_all(client, out, frame(out, 0x81, client->login, client->login_length));
    } else {
        ready(client);
    }
}

static void frames(struct client *client) {
    unsigned char out[16];
    while (client->used >= 2) {
        unsigned char *in = client->buffer;
        int header = in[1] < 126 ? 2 : 4;
        int length = header + (header == 2 ? in[1] : in[2] << 8 | in[3]);
        if (client->used < header || client->used < length) {
            return;
        }
        if (in[0] == 0x89) {
            send_all(client, out, frame(out, 0x8A, "", 0));
        } else if (in[0] == 0x88) {
            fail("the server closed a connection");
        } else if (client->state == LOGGING_IN) {
            if (!memmem(in, length, "\"code\":200", 10)) {
                fail("login failed");
            }
            ready(client);
        }
        drop(client, length);
    }
}

static void attend(struct client *client) {
    if (client->state == CONNECTING) {
        connected(client);
        return;
    }
    int count = recv(client->fd, client->buffer + client->used, BUFFER - 1 - client->used, 0);
    if (count <= 0) {
        fail("the server closed a connection");
    }
    client->used += count;
    if (client->state == UPGRADING) {
        upgraded(client);
    }
    if (client->state != UPGRADING) {
        frames(client);
    }
}

static void join(int count) {
    long *took = calloc(count + 1, sizeof *took);
    struct epoll_event events[256];
    int next = 0, connecting = 0, done = 0;
    long last = micros();
    for (;;) {
        while (next < count && connecting < CONNECTING_AT_A_TIME) {
            if (clients[next].state == GONE) {
                begin(&clients[next]);
                connecting++;
            }
            next++;
        }
        if (!connecting) {
            break;
        }
        int found = epoll_wait(poller, events, 256, 1000);
        for (int i = 0; i < found; i++) {
            struct client *client = events[i].data.ptr;
            int before = client->state == READY;
            attend(client);
            if (!before && client->state == READY) {
                took[done++] = client->took;
                connecting--;
                last = micros();
            }
        }
        if (micros() - last > STALLED_MICROS) {
            fail("nothing has come for 30 seconds");
        }
    }
    printf("BACK");
    for (int i = 0; i < done; i++) {
        printf(" %ld", took[i]);
    }
    printf("\n");
    fflush(stdout);
    free(took);
}

static void leave(int count) {
    for (int i = 0; i < count; i++) {
        if (clients[i].state != GONE) {
            close(clients[i].fd);
            clients[i].state = GONE;
        }
    }
}

static void read_logins(const char *path) {
    FILE *file = fopen(path, "r");
    size_t room = 0;
    if (!file) {
        fail(path);
    }
    for (int i = 0; i < size; i++) {
        char *line = NULL;
        room = 0;
        ssize_t length = getline(&line, &room, file);
        if (length <= 0 || length > BUFFER - 16) {
            fail("logins");
        }
        clients[i].login = line;
        clients[i].login_length = length - (line[length - 1] == '\n');
    }
    fclose(file);
}

int main(int argc, char **argv) {
    char line[256];
    int count;
    if (argc != 4) {
        fail("usage: crowd PORT CLIENTS FILE|-");
    }
    port = atoi(argv[1]);
    size = atoi(argv[2]);
    clients = calloc(size, sizeof *clients);
    poller = epoll_create1(0);
    if (strcmp(argv[3], "-")) {
        read_logins(argv[3]);
    }
    while (fgets(line, sizeof line, stdin)) {
        if (!strncmp(line, "join", 4)) {
            join(size);
        } else if (sscanf(line, "leave %d", &count) == 1) {
            leave(size);
            join(count);
        } else if (sscanf(line, "blink %d", &count) == 1) {
            leave(count);
            join(count);
        } else {
            printf("UNKNOWN\n");
            fflush(stdout);
        }
    }
    return 0;
}
